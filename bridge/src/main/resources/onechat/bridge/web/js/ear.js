/** How loud a microphone is. */
export class Ear {
  /** @type {AudioContext | null} */
  #context = null;
  /** @type {AnalyserNode | null} */
  #analyser = null;
  /** @type {MediaStreamAudioSourceNode | null} */
  #source = null;
  #samples = new Float32Array(512);

  /** @type {MediaStreamTrack | null} */
  #track = null;

  unlock() {
    this.#context?.resume().catch(() => undefined);
  }

  /** @param {MediaStreamTrack | null} track */
  listenTo(track) {
    if (track === this.#track) return;
    this.#track = track;
    this.#source?.disconnect();
    this.#source = null;
    if (track === null || !('AudioContext' in globalThis)) return;
    this.#context ??= new AudioContext();
    this.#analyser ??= new AnalyserNode(this.#context, { fftSize: this.#samples.length });
    this.#source = this.#context.createMediaStreamSource(new MediaStream([track]));
    this.#source.connect(this.#analyser);
  }

  /** 0 to 1, as a root mean square. */
  get level() {
    if (this.#source === null || this.#analyser === null) return 0;
    this.#analyser.getFloatTimeDomainData(this.#samples);
    return Math.sqrt(this.#samples.reduce((sum, sample) => sum + sample * sample, 0) / this.#samples.length);
  }
}

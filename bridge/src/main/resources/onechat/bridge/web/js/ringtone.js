/** How often the tone sounds, in milliseconds. */
const PERIOD = 2_400;
/** The notes of one tone: begin in seconds, frequency in hertz. */
const NOTES = [
  [0, 659],
  [0.18, 784],
  [0.36, 988],
];
/** How long a note takes to fade, in seconds. */
const FADE = 0.5;
const LOUDNESS = 0.15;

/** The sound of a ring, made by the browser itself. Where the browser doesn't let the page sound yet, the ring is seen only. */
export class Ringtone {
  /** @type {AudioContext | null} */
  #context = null;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;

  /** To be called within a click or a key press: browsers let a page sound only after one. */
  unlock() {
    this.#context ??= 'AudioContext' in globalThis ? new AudioContext() : null;
    // A browser that still refuses leaves the context suspended, and is asked again with the next ring.
    this.#context?.resume().catch(() => undefined);
  }

  /** Sounds until `stop`. */
  start() {
    if (this.#timer !== undefined || this.#context === null) return;
    this.#context.resume().catch(() => undefined);
    this.#sound();
    this.#timer = setInterval(() => this.#sound(), PERIOD);
  }

  stop() {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #sound() {
    const context = this.#context;
    if (context === null || context.state !== 'running') return;
    for (const [begin, frequency] of NOTES) {
      const at = context.currentTime + begin;
      const tone = new OscillatorNode(context, { frequency });
      const volume = new GainNode(context, { gain: 0 });
      volume.gain.setValueAtTime(LOUDNESS, at);
      volume.gain.exponentialRampToValueAtTime(0.001, at + FADE);
      tone.connect(volume).connect(context.destination);
      tone.start(at);
      tone.stop(at + FADE);
    }
  }
}

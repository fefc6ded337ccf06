/**
 * Tells listeners of events.
 *
 * @template {Record<string, unknown>} Events the detail of each type of event
 */
export class Emitter {
  /** @type {Map<keyof Events, Set<(detail: any) => void>>} */
  #listeners = new Map();

  /**
   * Calls the listener with each event's detail.
   *
   * @template {keyof Events} Type
   * @param {Type} type
   * @param {(detail: Events[Type]) => void} listener
   * @returns {() => void} what stops that
   */
  on(type, listener) {
    // A function of its own, so that the same listener may be added twice and is removed once.
    /** @param {Events[Type]} detail */
    const added = (detail) => listener(detail);
    let listeners = this.#listeners.get(type);
    if (listeners === undefined) this.#listeners.set(type, (listeners = new Set()));
    listeners.add(added);
    return () => listeners.delete(added);
  }

  /**
   * For the object itself: tells its listeners, in the order of their coming. One that throws is reported to the browser and stops nobody.
   *
   * @template {keyof Events} Type
   * @param {Type} type
   * @param {Events[Type]} detail
   * @protected
   */
  emit(type, detail) {
    for (const listener of [...(this.#listeners.get(type) ?? [])]) {
      try {
        listener(detail);
      } catch (error) {
        reportError(error);
      }
    }
  }
}

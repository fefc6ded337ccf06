/**
 * Finds an element that index.html promises.
 *
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} type what it must be
 * @returns {T}
 */
export function byId(id, type) {
  const element = document.getElementById(id);
  if (!(element instanceof type)) throw new Error(`index.html has no such element: ${id}`);
  return element;
}

/**
 * Makes an element. Texts are put in as text, never as markup: they may come from others.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {{class?: string, text?: string, data?: Record<string, string>}} options
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, options = {}, ...children) {
  const element = document.createElement(tag);
  if (options.class !== undefined) element.className = options.class;
  if (options.text !== undefined) element.textContent = options.text;
  Object.assign(element.dataset, options.data);
  element.append(...children);
  return element;
}

/**
 * Gives a media element one track, in place of what it had before.
 *
 * @param {HTMLMediaElement} element
 * @param {MediaStreamTrack | null} track null for none
 */
export function giveTrack(element, track) {
  const had = /** @type {MediaStream | null} */ (element.srcObject)?.getTracks()[0] ?? null;
  if (had !== track) element.srcObject = track === null ? null : new MediaStream([track]);
}

/**
 * Makes one of index.html's icons.
 *
 * @param {string} name
 * @param {string} className
 */
export function icon(name, className = '') {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('class', `icon ${className}`.trim());
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', `#icon-${name}`);
  svg.append(use);
  return svg;
}

/**
 * Sets a text where it is another one: a live region is read out again for every setting.
 *
 * @param {Element} element
 * @param {string} text
 */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

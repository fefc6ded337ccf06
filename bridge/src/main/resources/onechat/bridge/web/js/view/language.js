import { LANGUAGES } from '../words/words.js';
import { byId, make, setText } from './element.js';

/**
 * @typedef {import('../words/en.js').Dictionary} Dictionary
 * @typedef {import('../words/words.js').Words} Words
 */

/** Where a text of index.html goes, by the data attribute that names it. */
const ATTRIBUTES = { label: 'aria-label', placeholder: 'placeholder', title: 'title' };

/** The choice of the language, and the fixed texts of index.html in it. */
export class LanguageView {
  #choice = byId('language', HTMLSelectElement);
  #words;

  /** @param {Words} words */
  constructor(words) {
    this.#words = words;
    for (const [tag, { language, tag: lang }] of Object.entries(LANGUAGES)) {
      const option = make('option', { text: language });
      option.value = tag;
      option.lang = lang;
      this.#choice.append(option);
    }
    this.#choice.addEventListener('change', () => words.speak(this.#choice.value));
    this.render();
  }

  render() {
    const { all, language } = this.#words;
    this.#choice.value = language;
    document.documentElement.lang = all.tag;
    for (const element of each('text')) setText(element, textOf(all, element.dataset.text));
    for (const [name, attribute] of Object.entries(ATTRIBUTES)) {
      for (const element of each(name)) element.setAttribute(attribute, textOf(all, element.dataset[name]));
    }
  }
}

/** @param {string} name of a data attribute */
function each(name) {
  return /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(`[data-${name}]`));
}

/**
 * @param {Dictionary} words
 * @param {string} key
 * @returns {string}
 */
function textOf({ page }, key = '') {
  const text = /** @type {Record<string, string>} */ (page)[key];
  if (text === undefined) throw new Error(`There is no text for ${key}`);
  return text;
}

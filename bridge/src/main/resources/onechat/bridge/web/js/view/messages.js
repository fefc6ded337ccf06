import { byId, setText } from './element.js';

/** @typedef {() => string} Say gives a text in the language of the moment; empty for nothing to say */

/** @type {Say} */
const NOTHING = () => '';

/** What the page says: the state of things, the connection, and what went wrong. */
export class MessagesView {
  #status = byId('status', HTMLParagraphElement);
  #connection = byId('connection', HTMLParagraphElement);
  #notice = byId('notice', HTMLDivElement);
  #noticeText = byId('notice-text', HTMLParagraphElement);
  #say = { status: NOTHING, connection: NOTHING, notice: NOTHING };

  constructor() {
    byId('notice-close', HTMLButtonElement).addEventListener('click', () => this.clearNotice());
  }

  /** @param {Say} say how things stand */
  status(say) {
    this.#say.status = say;
    setText(this.#status, say());
  }

  clearStatus() {
    this.status(NOTHING);
  }

  /** @param {Say} say what is the matter with the connection to the server */
  connection(say) {
    this.#say.connection = say;
    setText(this.#connection, say());
  }

  clearConnection() {
    this.connection(NOTHING);
  }

  /** @param {Say} say what went wrong, and what to do about it */
  notice(say) {
    this.#say.notice = say;
    const text = say();
    this.#notice.hidden = text === '';
    setText(this.#noticeText, text);
  }

  clearNotice() {
    this.notice(NOTHING);
  }

  /** Says everything again, in another language. */
  render() {
    this.status(this.#say.status);
    this.connection(this.#say.connection);
    this.notice(this.#say.notice);
  }
}

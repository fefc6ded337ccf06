import { byId, setText } from './element.js';

/** What the page says: the state of things, the connection, and what went wrong. */
export class MessagesView {
  #status = byId('status', HTMLParagraphElement);
  #connection = byId('connection', HTMLParagraphElement);
  #notice = byId('notice', HTMLDivElement);
  #noticeText = byId('notice-text', HTMLParagraphElement);

  constructor() {
    byId('notice-close', HTMLButtonElement).addEventListener('click', () => this.clearNotice());
  }

  /** @param {string} text how things stand; empty for nothing to say */
  status(text) {
    setText(this.#status, text);
  }

  /** @param {boolean} connected */
  connection(connected) {
    setText(this.#connection, connected ? '' : 'The connection to the server is lost. Reconnecting…');
  }

  /** @param {string} text what went wrong, and what to do about it */
  notice(text) {
    this.#notice.hidden = false;
    setText(this.#noticeText, text);
  }

  clearNotice() {
    this.#notice.hidden = true;
    setText(this.#noticeText, '');
  }
}

/**
 * The error codes of section 7, and one of the library's own.
 *
 * @enum {number}
 */
export const Code = Object.freeze({
  /** No reply will come: there is no connection, or it could not be made. Never sent by a server. */
  LOST: 0,
  MALFORMED: 10400,
  NOT_LOGGED_IN: 10401,
  NOT_ALLOWED: 10403,
  NOT_FOUND: 10404,
  TOO_SLOW: 10408,
  REPLACED: 10409,
  /** The session could not be resumed: what was under way may or may not have been carried out. */
  SESSION_GONE: 10410,
  TOO_LARGE: 10413,
  OTHER_VERSION: 10426,
  TOO_MANY: 10429,
  SERVER_FAULT: 10500,
  UNAVAILABLE: 10503,
});

/** A command that was refused, or that got no reply. */
export class SignalingError extends Error {
  /**
   * @param {number} code one of {@link Code}, or a number that a newer server sends
   * @param {string} message for developers: the server's text, or the library's
   * @param {number} retryAfter how many seconds the server wants to be left alone; 0 where it doesn't say
   */
  constructor(code, message, retryAfter = 0) {
    super(message);
    this.name = 'SignalingError';
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

/**
 * OneChat for pages of your own. What each of these promises stands in onechat.d.ts, beside this file.
 */
export { Call } from './lib/call.js';
export { Client } from './lib/client.js';
export { Code, SignalingError } from './lib/codes.js';
export { Participant } from './lib/participant.js';
export { Rings } from './lib/rings.js';

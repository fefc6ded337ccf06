/** Renewed when so much of the time that is left has passed. */
const SHARE = 0.8;
/** The shortest and the longest wait, in milliseconds: the clock of this device may be wrong by hours. */
const SHORTEST = 60_000;
const LONGEST = 6 * 3_600_000;

/**
 * When the credentials of ICE servers are to be renewed. They say themselves when they end: `username` is `UNIXTIME:USERID` (section 6).
 *
 * @param {RTCIceServer[]} iceServers
 * @param {number} now in milliseconds since 1970
 * @returns {number | null} in how many milliseconds; null where none of them ends
 */
export function renewalOf(iceServers, now) {
  const ends = iceServers.map(({ username }) => Number(/^(\d{1,12}):/.exec(username ?? '')?.[1])).filter((end) => end > 0);
  if (ends.length === 0) return null;
  const left = Math.min(...ends) * 1_000 - now;
  return Math.min(LONGEST, Math.max(SHORTEST, left * SHARE));
}

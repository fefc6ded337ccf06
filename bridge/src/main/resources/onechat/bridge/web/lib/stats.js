/**
 * @typedef {'unknown' | 'good' | 'fair' | 'poor'} Quality
 * @typedef {{received: number, lost: number}} Packets
 * @typedef {{framesDecoded: number, bytesReceived: number, roundTripTime: number | null, packets: Packets, relayed: boolean}} Measured
 */

/** Up to where a connection counts as good and as fair: the share of packets lost, and seconds there and back. */
const GOOD = { loss: 0.02, roundTripTime: 0.3 };
const FAIR = { loss: 0.08, roundTripTime: 0.8 };

/**
 * Reads what the browser has measured of one connection, since it was made.
 *
 * @param {RTCStatsReport} report
 * @returns {Measured}
 */
export function measured(report) {
  const total = { framesDecoded: 0, bytesReceived: 0, packets: { received: 0, lost: 0 } };
  /** @type {string | undefined} */
  let pairId;
  report.forEach((entry) => {
    if (entry.type === 'transport') pairId = entry.selectedCandidatePairId ?? pairId;
    if (entry.type !== 'inbound-rtp') return;
    total.framesDecoded += entry.framesDecoded ?? 0;
    total.bytesReceived += entry.bytesReceived ?? 0;
    total.packets.received += entry.packetsReceived ?? 0;
    // Below zero where packets arrived twice.
    total.packets.lost += Math.max(0, entry.packetsLost ?? 0);
  });
  const pair = pairId === undefined ? undefined : report.get(pairId);
  const ends = [report.get(pair?.localCandidateId), report.get(pair?.remoteCandidateId)];
  return {
    ...total,
    roundTripTime: pair?.currentRoundTripTime ?? null,
    relayed: ends.some((candidate) => candidate?.candidateType === 'relay'),
  };
}

/**
 * The share of packets lost between two measurements, 0 to 1.
 *
 * @param {Packets} before
 * @param {Packets} now
 */
export function lossBetween(before, now) {
  const lost = Math.max(0, now.lost - before.lost);
  const received = Math.max(0, now.received - before.received);
  return lost + received === 0 ? 0 : lost / (lost + received);
}

/**
 * @param {RTCPeerConnectionState} state
 * @param {number} loss
 * @param {number | null} roundTripTime
 * @returns {Quality}
 */
export function qualityOf(state, loss, roundTripTime) {
  if (state === 'disconnected' || state === 'failed') return 'poor';
  if (state !== 'connected' || roundTripTime === null) return 'unknown';
  if (loss <= GOOD.loss && roundTripTime <= GOOD.roundTripTime) return 'good';
  return loss <= FAIR.loss && roundTripTime <= FAIR.roundTripTime ? 'fair' : 'poor';
}

package onechat.gateway.signaling;

import onechat.protocol.Ack;
import org.jspecify.annotations.Nullable;

/** The create that rings somebody: who sent it, and its {@code ack}. Immutable. */
record RingCause(long caller, @Nullable Ack ack) {}

package onechat.gateway.session;

/** One line of a script among clients whose networks break; a client is a number from 0 to 2. Immutable. */
sealed interface CutStep {
    /** A client sends {@code webrtc_create}, {@code webrtc_join} or {@code webrtc_leave}. */
    record Says(int client, String cmd) implements CutStep {}

    /** A client sends a number of candidates to another. */
    record Relays(int client, int to, int count) implements CutStep {}

    /** A client says how many frames it got. */
    record Pings(int client) implements CutStep {}

    /** Octets arrive at the server, or at the client. */
    record Arrives(int client, boolean atServer, int octets) implements CutStep {}

    /** The network breaks; {@code noticed} says whether the server learns of it now. */
    record Cut(int client, boolean noticed) implements CutStep {}

    /** A client whose network broke connects again. */
    record Reconnects(int client) implements CutStep {}

    /** Time passes. */
    record Wait(int seconds) implements CutStep {}
}

package onechat.gateway.baseline;

/** The message that is relayed in every comparison: an ICE candidate of about 250 octets. Stateless. */
final class Candidate {
    /** What follows {@code to}, up to the candidate's number and the brace behind it. */
    static final String REST =
            ",\"label\":0,\"candidate\":\"candidate:842163049 1 udp 1677729535 203.0.113.7 46154 typ srflx raddr 192.0.2.17 rport 46154"
                    + " generation 0 ufrag EEtu network-id 3 network-cost 10\",\"sdpMid\":\"0\",\"ack\":";

    private Candidate() {}
}

package onechat.gateway.signaling;

import static java.nio.charset.StandardCharsets.UTF_8;

import onechat.protocol.Command;
import onechat.protocol.CommandDecoder;
import onechat.protocol.RefusedException;

/** Reads what a client sends to another, since only a decoder can make a relay's body. Stateless. */
final class Payloads {
    private Payloads() {}

    static Command.Relay relay(String payload) {
        byte[] octets = payload.getBytes(UTF_8);
        try {
            return (Command.Relay) new CommandDecoder().decode(octets, 0, octets.length);
        } catch (RefusedException malformed) {
            throw new IllegalArgumentException(payload, malformed);
        }
    }
}

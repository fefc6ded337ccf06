package onechat.protocol.client;

import java.util.concurrent.atomic.AtomicLong;
import onechat.protocol.Ack;
import onechat.protocol.Command;
import onechat.protocol.CommandEncoder;

/** Makes the payloads that nobody asked for, and gives every command of the client an ack of its own. Used by any thread. */
final class OwnCommands {
    private final CommandEncoder encoder;
    private final AtomicLong lastAck = new AtomicLong();

    OwnCommands(CommandEncoder encoder) {
        this.encoder = encoder;
    }

    Ack nextAck() {
        return Ack.of(lastAck.incrementAndGet());
    }

    /** Shows that the client is alive, and what it has got so far. */
    byte[] heartbeat(ClientSession session) {
        return encoder.encode(new Command.Ping(session.received(), nextAck()));
    }

    /** Asks to go on with a session. */
    byte[] resume(ClientSession session) {
        return encoder.encode(new Command.Login(session.credentials(), null, false, nextAck()));
    }
}

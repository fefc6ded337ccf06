package onechat.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import tools.jackson.databind.JsonNode;

/** A person's device in a test: says and expects payloads, written with apostrophes. Used by one thread. */
final class Client implements AutoCloseable {
    private final Wire wire;
    private int pings;

    Client(Wire wire) {
        this.wire = wire;
    }

    /** Sends a payload. */
    Client says(String payload) {
        return saysAsItStands(Json.payload(payload));
    }

    /** Sends a payload in which apostrophes are apostrophes. */
    Client saysAsItStands(String payload) {
        try {
            wire.send(payload);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return this;
    }

    /** The next message is this one, member for member. */
    Client hears(String payload) {
        assertThat(next()).isEqualTo(Json.read(Json.payload(payload)));
        return this;
    }

    /** The next message is an error of that code. */
    Client hearsError(int code) {
        JsonNode error = next();
        assertThat(error.path("cmd").asString()).as("%s", error).isEqualTo("error");
        assertThat(error.path("code").asInt()).as("%s", error).isEqualTo(code);
        assertThat(error.path("msg").asString()).isNotBlank();
        return this;
    }

    /** Nothing was sent to it up to now: the ack of a ping is the next message. */
    Client hearsNothing() {
        String ack = "nothing-" + ++pings;
        says("{'cmd':'ping','ack':'" + ack + "'}");
        return hears("{'cmd':'ack','action':'ping','ack':'" + ack + "'}");
    }

    /** The server closes the connection now, with that close code where the transport has one. */
    Client hearsTheEnd(int closeCode) {
        assertThatThrownBy(wire::receive).isInstanceOf(EOFException.class);
        assertThat(wire.closeCode()).isIn(0, closeCode);
        return this;
    }

    /** The next message, whatever it is. */
    JsonNode next() {
        try {
            return Json.read(wire.receive());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Logs in as a user of the demo, whose password is the name, and returns the ack. */
    JsonNode logsIn(String name, String device) {
        says("{'cmd':'login','name':'" + name + "','pass':'" + name + "','device':'" + device + "','ack':'login'}");
        JsonNode ack = next();
        assertThat(ack.path("cmd").asString()).as("%s", ack).isEqualTo("ack");
        return ack;
    }

    /** Vanishes without a word. */
    void vanishes() {
        try {
            wire.cut();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() {
        try {
            wire.close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}

package onechat.gateway.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import onechat.protocol.ErrorCode;
import onechat.protocol.connection.CloseReason;
import onechat.protocol.connection.Connection;
import onechat.protocol.connection.ConnectionListener;

/** What one connection brought, as a list, and what a test has done about a payload. Used by many threads at once. */
final class ListedConnection implements ConnectionListener {
    private final Connection connection;
    private final BiConsumer<ListedConnection, String> onPayload;
    private final List<String> events = new ArrayList<>();

    ListedConnection(Connection connection, BiConsumer<ListedConnection, String> onPayload) {
        this.connection = connection;
        this.onPayload = onPayload;
    }

    Connection connection() {
        return connection;
    }

    /** Writes payloads, as the outbox does. */
    void write(String... payloads) {
        try {
            connection.write(List.of(payloads).stream()
                    .map(payload -> payload.getBytes(UTF_8))
                    .toList());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void payload(byte[] octets, int offset, int length) {
        String payload = new String(octets, offset, length, UTF_8);
        add(payload);
        onPayload.accept(this, payload);
    }

    @Override
    public void heard() {
        add("heard");
    }

    @Override
    public void batchEnd() {
        add("end of batch");
    }

    @Override
    public void fault(ErrorCode code, String msg, CloseReason reason) {
        add("fault " + code.code());
        write("{\"code\":" + code.code() + "}");
        connection.close(reason);
    }

    @Override
    public void closed() {
        add("closed");
    }

    private synchronized void add(String event) {
        events.add(event);
    }

    /** Everything that happened, in order. */
    synchronized List<String> events() {
        return List.copyOf(events);
    }

    /** The same without the ends of batches, whose number is the network's choice. */
    List<String> eventsButBatches() {
        return events().stream().filter(event -> !event.equals("end of batch")).toList();
    }
}

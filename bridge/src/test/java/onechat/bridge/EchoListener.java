package onechat.bridge;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import onechat.protocol.ErrorCode;
import onechat.protocol.connection.CloseReason;
import onechat.protocol.connection.Connection;
import onechat.protocol.connection.ConnectionListener;

/** Sends every payload back at the end of its batch, and a fault's code before it closes. Used by one reader. */
final class EchoListener implements ConnectionListener {
    private final Connection connection;
    private final List<byte[]> batch = new ArrayList<>();

    EchoListener(Connection connection) {
        this.connection = connection;
    }

    @Override
    public void payload(byte[] octets, int offset, int length) {
        batch.add(Arrays.copyOfRange(octets, offset, offset + length));
    }

    @Override
    public void heard() {}

    @Override
    public void batchEnd() {
        write(batch);
        batch.clear();
    }

    @Override
    public void fault(ErrorCode code, String msg, CloseReason reason) {
        write(List.of(Wire.utf8("error " + code.code())));
        connection.close(reason);
    }

    @Override
    public void closed() {}

    private void write(List<byte[]> payloads) {
        try {
            connection.write(List.copyOf(payloads));
        } catch (IOException e) {
            connection.abort();
        }
    }
}

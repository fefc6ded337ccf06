package onechat.bridge;

import onechat.protocol.ErrorCode;
import onechat.protocol.connection.CloseReason;
import onechat.protocol.connection.ConnectionListener;

/** Fails at everything it hears, as a listener with a bug. Stateless. */
final class FailingListener implements ConnectionListener {
    @Override
    public void payload(byte[] octets, int offset, int length) {
        throw new IllegalStateException("a secret of the server");
    }

    @Override
    public void heard() {
        throw new IllegalStateException("a secret of the server");
    }

    @Override
    public void batchEnd() {
        throw new IllegalStateException("a secret of the server");
    }

    @Override
    public void fault(ErrorCode code, String msg, CloseReason reason) {
        throw new IllegalStateException("a secret of the server");
    }

    @Override
    public void closed() {
        throw new IllegalStateException("a secret of the server");
    }
}

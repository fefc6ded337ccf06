package onechat.bridge;

import onechat.protocol.connection.CloseReason;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;

/**
 * The close frame that begins an orderly end, whatever its code. Confined to the connection that sends it.
 *
 * <p>Jetty cuts a connection as soon as it has sent a code other than 1000, and the reset that follows when the peer is still
 * sending makes the peer lose the error message just before. So Jetty is told 1000, and the peer the real code: Jetty then ends its own
 * direction and reads on.
 */
final class ClosingFrame extends Frame implements CloseStatus.Supplier {
    ClosingFrame(CloseReason reason) {
        super(OpCode.CLOSE, true, CloseStatus.asPayloadBuffer(reason.webSocketCode(), reason.phrase()));
    }

    @Override
    public CloseStatus getCloseStatus() {
        return CloseStatus.NORMAL_STATUS;
    }
}

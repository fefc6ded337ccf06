package onechat.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import onechat.gateway.admin.AdminServer;
import org.junit.jupiter.api.Test;

class StartExceptionTest {
    @Test
    void aPortInUseIsNamedWithItsOption() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var endpoint = (InetSocketAddress) taken.getLocalSocketAddress();
            String line =
                    "cannot listen on 127.0.0.1:" + taken.getLocalPort() + " (admin-port): Address already in use";

            IOException inUse =
                    catchThrowableOfType(IOException.class, () -> AdminServer.start(endpoint, List::of, () -> ""));

            assertThat(StartException.cannotListen("admin-port", endpoint, inUse))
                    .hasMessage(line);
            var wrapped = new BindException("of the web server's own");
            wrapped.initCause(new IOException("did not start", inUse));
            assertThat(StartException.cannotListen("admin-port", endpoint, wrapped))
                    .hasMessage(line);
        }
    }
}

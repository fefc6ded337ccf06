package onechat.protocol.client;

import static onechat.protocol.client.RecordingListener.Moment.RECONNECTING;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A close while a client is reconnecting ends it at once, whatever it waits for. */
@Timeout(60)
class CloseWhileAwayTest {
    private static final BackOff FOR_EVER = new BackOff(Duration.ofHours(1), Duration.ofHours(1));

    /** Makes sockets that say when they connect, and keeps them. */
    private static final class WatchedSockets extends SocketFactory {
        private final Semaphore connecting = new Semaphore(0);
        private final List<Socket> made = new ArrayList<>();

        @Override
        public Socket createSocket() {
            Socket socket = new Socket() {
                @Override
                public void connect(SocketAddress to, int timeoutMillis) throws IOException {
                    connecting.release();
                    super.connect(to, timeoutMillis);
                }
            };
            made.add(socket);
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException();
        }
    }

    private final RecordingListener listener = new RecordingListener();
    private final WatchedSockets sockets = new WatchedSockets();

    private OneChatClient loggedIn(ScriptedServer server, BackOff backOff) throws IOException {
        ClientOptions options = server.options().withSockets(sockets).withConnectTimeout(Duration.ofMinutes(5));
        OneChatClient client = OneChatClient.connect(options, listener, System::nanoTime, backOff);
        server.accept();
        CompletableFuture<?> login = client.login("alice", "secret", null);
        assertThat(server.receive()).contains("login");
        server.send(WithSession.LOGIN_ACK.replace("\"resume_window\":30", "\"resume_window\":3000"));
        assertThat(login).succeedsWithin(WithScriptedServer.SOON);
        assertThat(sockets.connecting.tryAcquire()).isTrue();
        return client;
    }

    private void assertEndsAtOnce(OneChatClient client) throws InterruptedException {
        CompletableFuture<?> underWay = client.ping();
        client.close();
        assertFails(underWay);
        assertThat(listener.next()).isEqualTo(new Closed(Closed.How.BY_CLIENT, null, null));
        assertThat(listener.isEmpty()).isTrue();
        listener.thread().join(TimeUnit.SECONDS.toMillis(10));
        assertThat(listener.thread().isAlive()).isFalse();
        assertThat(sockets.made).allMatch(Socket::isClosed);
    }

    private static void assertFails(CompletableFuture<?> reply) {
        WithScriptedServer.assertFails(reply, ConnectionLostException.class);
    }

    @Test
    void whileItWaitsForTheNextTry() throws IOException, InterruptedException {
        try (ScriptedServer server = new ScriptedServer()) {
            OneChatClient client = loggedIn(server, FOR_EVER);
            server.reset();
            assertThat(listener.next()).isEqualTo(RECONNECTING);
            assertEndsAtOnce(client);
        }
    }

    @Test
    void whileItConnects() throws IOException, InterruptedException {
        List<Socket> waiting = new ArrayList<>();
        try (ScriptedServer server = new ScriptedServer(ServerSocketFactory.getDefault(), 1)) {
            OneChatClient client = loggedIn(server, WithScriptedServer.SHORT);
            fillBacklog(server, waiting);
            server.reset();
            assertThat(listener.next()).isEqualTo(RECONNECTING);
            assertThat(sockets.connecting.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
            assertEndsAtOnce(client);
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    /** Until another connection is not answered. */
    private static void fillBacklog(ScriptedServer server, List<Socket> waiting) throws IOException {
        try {
            while (waiting.size() < 20) {
                Socket socket = new Socket();
                waiting.add(socket);
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()), 500);
            }
        } catch (SocketTimeoutException full) {
            return;
        }
        throw new AssertionError("the backlog has no end");
    }

    @Test
    void whileItWaitsForTheAnswerToItsResume() throws IOException, InterruptedException {
        try (ScriptedServer server = new ScriptedServer()) {
            OneChatClient client = loggedIn(server, WithScriptedServer.SHORT);
            server.reset();
            assertThat(listener.next()).isEqualTo(RECONNECTING);
            server.accept();
            assertThat(server.receive()).contains("\"session\"");
            assertEndsAtOnce(client);
            assertThat(server.receive()).isEqualTo("the end");
        }
    }

    @Test
    void whileFramesAreReplayed() throws IOException, InterruptedException {
        try (ScriptedServer server = new ScriptedServer()) {
            OneChatClient client = loggedIn(server, WithScriptedServer.SHORT);
            server.reset();
            assertThat(listener.next()).isEqualTo(RECONNECTING);
            server.accept();
            assertThat(server.receive()).contains("\"session\"");
            server.send(WithSession.resumed(3), WithSession.joined(2));
            assertThat(listener.next()).isNotNull();
            assertEndsAtOnce(client);
        }
    }
}

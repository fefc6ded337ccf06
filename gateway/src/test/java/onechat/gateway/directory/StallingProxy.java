package onechat.gateway.directory;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Stands before a server and, when told, passes nothing on while its connections stay open. Used by many threads at once. */
final class StallingProxy implements AutoCloseable {
    private final ServerSocket clients = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int server;
    private final Lock lock = new ReentrantLock();
    private final Condition flows = lock.newCondition();
    private boolean stalled;

    StallingProxy(int server) throws IOException {
        this.server = server;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return clients.getLocalPort();
    }

    void stall(boolean stall) {
        lock.lock();
        try {
            stalled = stall;
            flows.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        clients.close();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = clients.accept();
                Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server);
                Thread.ofVirtual().start(() -> pump(client, upstream));
                Thread.ofVirtual().start(() -> pump(upstream, client));
            }
        } catch (IOException e) {
            // Closed, which ends the proxy.
            stall(false);
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] octets = new byte[8_192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(octets); n >= 0; n = in.read(octets)) {
                awaitFlow();
                out.write(octets, 0, n);
            }
        } catch (IOException | InterruptedException e) {
            // One side is gone; the other is closed with it.
            Thread.currentThread().interrupt();
        }
    }

    private void awaitFlow() throws InterruptedException {
        lock.lock();
        try {
            while (stalled) {
                flows.await();
            }
        } finally {
            lock.unlock();
        }
    }
}

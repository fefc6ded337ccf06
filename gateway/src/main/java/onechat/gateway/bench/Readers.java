package onechat.gateway.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import onechat.gateway.command.CommandFailedException;
import org.jspecify.annotations.Nullable;

/** The threads that read what many clients get, and the first failure of any. Used by many threads at once; ended by one. */
final class Readers implements AutoCloseable {
    private static final Duration GOODBYE = Duration.ofSeconds(2);

    /** What a reader does, over and over until its client is closed. */
    @FunctionalInterface
    interface Reading {
        void read() throws IOException;
    }

    private record Reader(BenchClient client, Thread thread) {}

    private final List<Reader> readers = new ArrayList<>();
    private final AtomicReference<@Nullable CommandFailedException> failure = new AtomicReference<>();

    /** From now on what the client gets is read on a thread of its own. */
    synchronized void start(BenchClient client, Reading reading) {
        readers.add(new Reader(client, Thread.ofVirtual().name("bench-reader").start(() -> run(client, reading))));
    }

    private void run(BenchClient client, Reading reading) {
        try {
            while (!client.isClosed()) {
                reading.read();
            }
            readOn(client);
        } catch (IOException e) {
            if (!client.isClosed()) {
                failed(client, e);
            }
        } finally {
            client.close();
        }
    }

    /** What comes after the goodbye counts no more, but unread it would reset the connection before the server reads that. */
    private static void readOn(BenchClient client) throws IOException {
        while (true) {
            client.read(message -> {});
        }
    }

    /** Notes a failure, if it is the first. */
    void failed(BenchClient client, IOException e) {
        failure.compareAndSet(
                null, new CommandFailedException("user " + client.person().id() + ": " + Failures.text(e)));
    }

    /** @throws CommandFailedException when a client failed */
    void check() throws CommandFailedException {
        CommandFailedException first = failure.get();
        if (first != null) {
            throw first;
        }
    }

    /** Says goodbye for every client, waits a little until the servers have heard it, and cuts what is left. */
    @Override
    public synchronized void close() {
        readers.forEach(reader -> reader.client().leave());
        long deadline = System.nanoTime() + GOODBYE.toNanos();
        for (Reader reader : readers) {
            try {
                reader.thread().join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            reader.client().close();
        }
    }
}

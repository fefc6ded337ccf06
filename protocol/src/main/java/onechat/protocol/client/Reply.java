package onechat.protocol.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A reply to come, which refuses to be waited for on the thread that brings it: what would hang for ever fails at once. Used by any thread.
 */
final class Reply<T> extends CompletableFuture<T> {
    private final Thread bringer;

    Reply(Thread bringer) {
        this.bringer = bringer;
    }

    /** What is derived from a reply comes on the same thread. */
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new Reply<>(bringer);
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        requireNotOnBringer();
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        requireNotOnBringer();
        return super.get(timeout, unit);
    }

    @Override
    public T join() {
        requireNotOnBringer();
        return super.join();
    }

    private void requireNotOnBringer() {
        if (Thread.currentThread() == bringer && !isDone()) {
            throw new IllegalStateException(
                    "a listener can't wait for a reply: the thread that it runs on has to read it first");
        }
    }
}

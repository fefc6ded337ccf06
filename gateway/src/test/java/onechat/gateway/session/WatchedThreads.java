package onechat.gateway.session;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The sessions' threads, of which a test sees whether one is held up by a lock. Used by many threads at once. */
final class WatchedThreads extends SessionThreads {
    private final Set<Thread> busy = ConcurrentHashMap.newKeySet();

    @Override
    public void execute(Runnable task) {
        super.execute(() -> {
            busy.add(Thread.currentThread());
            try {
                task.run();
            } finally {
                busy.remove(Thread.currentThread());
            }
        });
    }

    boolean oneIsBlocked() {
        return busy.stream().anyMatch(thread -> thread.getState() == Thread.State.BLOCKED);
    }
}

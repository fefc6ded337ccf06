package onechat.gateway.session;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import onechat.gateway.signaling.CallObserver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a line when a call begins and when it is over, with its room's id alone. Used by many threads at once. */
public final class CallLog implements CallObserver {
    private static final Logger LOG = LoggerFactory.getLogger(CallLog.class);

    private final CallObserver next;
    private final LongSupplier nanoClock;
    private final Map<Long, Long> begunNanos = new ConcurrentHashMap<>();

    /**
     * No call yet.
     *
     * @param next is told of everything too
     * @param nanoClock what calls are timed by
     */
    public CallLog(CallObserver next, LongSupplier nanoClock) {
        this.next = next;
        this.nanoClock = nanoClock;
    }

    @Override
    public void begun(long room) {
        next.begun(room);
        begunNanos.put(room, nanoClock.getAsLong());
        LOG.atInfo().addKeyValue("room", room).log("call begun");
    }

    @Override
    public void answered(long room, long nanos) {
        next.answered(room, nanos);
    }

    @Override
    public void over(long room) {
        next.over(room);
        Long begun = begunNanos.remove(room);
        if (begun != null) {
            long seconds = TimeUnit.NANOSECONDS.toSeconds(nanoClock.getAsLong() - begun);
            LOG.atInfo()
                    .addKeyValue("room", room)
                    .addKeyValue("seconds", seconds)
                    .log("call over");
        }
    }
}

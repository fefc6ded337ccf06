package onechat.gateway.signaling;

/** Is told of calls as a whole, by whoever counts them. Called by many threads at once, one at a time for a room; never blocks. */
public interface CallObserver {
    /** A call began in a room. */
    void begun(long room);

    /** The first answer of a call was relayed, so long after it began. */
    void answered(long room, long nanos);

    /** A room's call is over. */
    void over(long room);

    /** One that does nothing. */
    CallObserver NONE = new CallObserver() {
        @Override
        public void begun(long room) {}

        @Override
        public void answered(long room, long nanos) {}

        @Override
        public void over(long room) {}
    };
}

package onechat.gateway.session;

import onechat.protocol.Cmd;
import onechat.protocol.ErrorCode;

/** Is told what happens on connections and in sessions, by whoever counts it. Called by many threads at once, also with locks held: never blocks. */
public interface SessionObserver {
    /** What becomes of a client that wants its session back. */
    enum Resume {
        /** It goes on with it. */
        RESUMED,
        /** There is no such session, or none any more. */
        UNKNOWN,
        /** Frames that the client needs are no longer held. */
        FRAMES_GONE,
        /** The client says that it got more than was sent. */
        NEVER_SENT
    }

    /** A command came that could be read and was within the rate. */
    void command(Cmd cmd);

    /** An error is sent to a client. */
    void error(ErrorCode code);

    /** A login by name or token succeeded. */
    void loggedIn();

    /** A login by name or token was refused. */
    void loginRefused(ErrorCode code);

    /** A client wanted its session back. */
    void resume(Resume outcome);

    /** A connection ended. */
    void disconnected(Disconnect reason);

    /** The network took what waited for a client; the offer, answer or candidate that had waited longest among it had been read so long before. */
    void relayed(long nanos);

    /** One that does nothing. */
    SessionObserver NONE = new SessionObserver() {
        @Override
        public void command(Cmd cmd) {}

        @Override
        public void error(ErrorCode code) {}

        @Override
        public void loggedIn() {}

        @Override
        public void loginRefused(ErrorCode code) {}

        @Override
        public void resume(Resume outcome) {}

        @Override
        public void disconnected(Disconnect reason) {}

        @Override
        public void relayed(long nanos) {}
    };
}

package onechat.protocol.client;

import java.util.Optional;
import onechat.protocol.Cmd;
import onechat.protocol.ErrorCode;
import onechat.protocol.FrameDecoder;
import onechat.protocol.MalformedPayloadException;
import onechat.protocol.Message;
import onechat.protocol.MessageDecoder;
import org.jspecify.annotations.Nullable;

/**
 * Takes what comes on one socket, from the answer to the resume over what is replayed to what is new, and counts it (contract section 4).
 * Confined to the reader thread.
 */
final class Arrivals implements FrameDecoder.PayloadConsumer {
    /** A quarter of what the server keeps; the contract says so. */
    static final int FRAMES_PER_REPORT = 256;

    private final MessageDecoder decoder = new MessageDecoder();
    private final ClientSession session;
    private final TimeAway timeAway;
    private final Commands commands;
    private final Incoming incoming;
    private final Outbox outbox;
    private Phase phase;
    private long replayLeft;
    private Message.@Nullable Refused refusal;
    private Message.@Nullable Refused error;
    private @Nullable MalformedPayloadException fault;

    private enum Phase {
        RESUMING,
        REPLAYING,
        LIVE,
        REFUSED
    }

    /**
     * Before anything came.
     *
     * @param outbox the socket's, to which commands are sent once it is their turn
     */
    Arrivals(ClientSession session, TimeAway timeAway, Commands commands, Incoming incoming, Outbox outbox) {
        this.session = session;
        this.timeAway = timeAway;
        this.commands = commands;
        this.incoming = incoming;
        this.outbox = outbox;
        if (session.isKept()) {
            phase = Phase.RESUMING;
        } else {
            phase = Phase.LIVE;
            commands.attach(outbox);
        }
    }

    @Override
    public void payload(byte[] octets, int offset, int length) {
        if (fault != null || isOver()) {
            return;
        }
        try {
            Optional<Message> message = decoder.decode(octets, offset, length);
            switch (phase) {
                case RESUMING -> answered(message.orElse(null));
                case REPLAYING -> replayed(message.orElse(null));
                case LIVE -> arrived(message.orElse(null));
                case REFUSED -> throw new AssertionError("nothing is taken after a refusal");
            }
        } catch (MalformedPayloadException e) {
            fault = e;
        }
    }

    private void answered(@Nullable Message message) throws MalformedPayloadException {
        if (message instanceof Message.Refused refused) {
            refuse(refused);
        } else if (message instanceof Message.Acked acked && acked.action() == Cmd.LOGIN) {
            if (acked.additions() instanceof Message.OfResume resume) {
                timeAway.resumed();
                phase = Phase.REPLAYING;
                replayLeft = resume.replayed();
                goOnWhenCaughtUp();
            } else {
                // Another session than the one that was asked for: to the server, that one is gone.
                refuse(new Message.Refused(ErrorCode.NOT_RESUMABLE, "another session began", "login", acked.ack()));
            }
        } else {
            throw new MalformedPayloadException("the answer to a resume comes first");
        }
    }

    private void refuse(Message.Refused refused) {
        refusal = refused;
        phase = Phase.REFUSED;
    }

    private void replayed(@Nullable Message message) throws MalformedPayloadException {
        arrived(message instanceof Message.Created ring ? aged(ring) : message);
        replayLeft--;
        goOnWhenCaughtUp();
    }

    /** A ring has less time left than when it was sent; one that is over is still told, since the leave that ended it follows. */
    private Message aged(Message.Created ring) {
        if (ring.expiresInSeconds() == 0) {
            return ring;
        }
        long left = Math.max(1, ring.expiresInSeconds() - timeAway.secondsBehind());
        return new Message.Created(ring.from(), ring.to(), ring.ack(), left);
    }

    private void goOnWhenCaughtUp() {
        if (replayLeft <= 0) {
            phase = Phase.LIVE;
            timeAway.caughtUp();
            commands.attach(outbox);
            incoming.resumed();
        }
    }

    private void arrived(@Nullable Message message) throws MalformedPayloadException {
        if (message instanceof Message.Acked acked && acked.action() == Cmd.LOGIN) {
            if (acked.additions() instanceof Message.OfLogin login) {
                session.began(login);
            }
            incoming.take(acked);
            return;
        }
        if (message instanceof Message.Refused refused && refused.ack() == null) {
            noteError(refused);
        }
        if (message != null) {
            incoming.take(message);
        }
        // What is malformed is not counted: a replay may bring it sound.
        if (session.isCounted()) {
            session.count();
            if (session.frames() % FRAMES_PER_REPORT == 0) {
                outbox.beat();
            }
        }
    }

    private void noteError(Message.Refused refused) {
        error = refused;
        if (refused.code() == ErrorCode.REPLACED || refused.code() == ErrorCode.UNAVAILABLE) {
            session.ended();
        }
    }

    /** What was read is processed. */
    void batchRead() throws MalformedPayloadException {
        if (fault != null) {
            throw fault;
        }
        if (phase == Phase.LIVE) {
            commands.expire();
        }
    }

    /** Whether nothing more is taken. */
    boolean isOver() {
        return phase == Phase.REFUSED || incoming.isOver();
    }

    /** Whether the login was acked on this socket, be it the first or one that resumes. */
    boolean isInSession() {
        return session.isLoggedIn() && (phase == Phase.REPLAYING || phase == Phase.LIVE);
    }

    /** The answer to a resume that was refused, or null. */
    Message.@Nullable Refused refusal() {
        return refusal;
    }

    /** The last error that was the reply to no command, or null. */
    Message.@Nullable Refused error() {
        return error;
    }
}

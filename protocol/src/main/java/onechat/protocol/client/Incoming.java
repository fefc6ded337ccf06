package onechat.protocol.client;

import java.util.function.Consumer;
import onechat.protocol.Cmd;
import onechat.protocol.MalformedPayloadException;
import onechat.protocol.Message;
import onechat.protocol.MessageDecoder;
import onechat.protocol.RelayedContent;
import org.jspecify.annotations.Nullable;

/** Hands each of the server's messages to whom it is for: the command that waits for it, or the listener. Confined to the reader thread, but for {@link #stop}. */
final class Incoming {
    private final MessageDecoder decoder = new MessageDecoder();
    private final Commands commands;
    private final OneChatListener listener;
    private Message.@Nullable Refused error;
    private boolean loggedOut;
    private volatile boolean stopped;

    Incoming(Commands commands, OneChatListener listener) {
        this.commands = commands;
        this.listener = listener;
    }

    /** Hands a message on. */
    void take(Message message) throws MalformedPayloadException {
        switch (message.cmd()) {
            case ACK -> acked((Message.Acked) message);
            case ERROR -> refused((Message.Refused) message);
            case CREATE -> tell(l -> l.created((Message.Created) message));
            case JOIN -> tell(l -> l.joined((Message.Joined) message));
            case LEAVE -> tell(l -> l.left((Message.Left) message));
            case OFFER, ANSWER, CANDIDATE -> relayed(decoder.content((Message.Relayed) message));
            case LOGIN, LOGOUT, PING, PRESENCE -> throw new AssertionError("no message of the server's");
        }
    }

    private void acked(Message.Acked acked) {
        loggedOut = acked.action() == Cmd.LOGOUT;
        commands.acked(acked);
    }

    private void refused(Message.Refused refused) {
        if (!commands.refused(refused)) {
            error = refused;
            tell(l -> l.refused(refused));
        }
    }

    private void relayed(RelayedContent content) {
        if (content instanceof RelayedContent.Offer offer) {
            tell(l -> l.offer(offer));
        } else if (content instanceof RelayedContent.Answer answer) {
            tell(l -> l.answer(answer));
        } else if (content instanceof RelayedContent.Candidate candidate) {
            tell(l -> l.candidate(candidate));
        } else {
            throw new AssertionError("content of an unknown kind");
        }
    }

    /** Tells that the connection is lost, and that the client is dialling. */
    void reconnecting() {
        if (!stopped) {
            tell(OneChatListener::reconnecting);
        }
    }

    /** Tells that the session goes on. What was wrong with an earlier connection is past. */
    void resumed() {
        error = null;
        if (!stopped) {
            tell(OneChatListener::resumed);
        }
    }

    /** Tells that the connection is gone for good. */
    void closed(Closed closed) {
        tell(l -> l.closed(closed));
    }

    private void tell(Consumer<OneChatListener> event) {
        try {
            event.accept(listener);
        } catch (RuntimeException bug) {
            // A listener that fails once must not end the calls of this client; its owner is told as of any thread that
            // fails.
            Thread reader = Thread.currentThread();
            reader.getUncaughtExceptionHandler().uncaughtException(reader, bug);
        }
    }

    /** Nothing more is handed on, but the end. */
    void stop() {
        stopped = true;
    }

    /** Whether this side ended the session, so that nothing more is to be handed on. */
    boolean isOver() {
        return stopped || loggedOut;
    }

    /** The last error since the session began or was resumed that was the reply to no command under way, or null. */
    Message.@Nullable Refused error() {
        return error;
    }
}

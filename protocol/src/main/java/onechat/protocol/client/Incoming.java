package onechat.protocol.client;

import java.util.Optional;
import java.util.function.Consumer;
import onechat.protocol.Cmd;
import onechat.protocol.FrameDecoder;
import onechat.protocol.MalformedPayloadException;
import onechat.protocol.Message;
import onechat.protocol.MessageDecoder;
import onechat.protocol.RelayedContent;
import org.jspecify.annotations.Nullable;

/** Hands each of the server's messages to whom it is for: the reply that waits for it, or the listener. Confined to the reader thread, but for {@link #stop}. */
final class Incoming implements FrameDecoder.PayloadConsumer {
    private final MessageDecoder decoder = new MessageDecoder();
    private final Commands commands;
    private final OneChatListener listener;
    private Message.@Nullable Refused error;
    private @Nullable MalformedPayloadException fault;
    private Message.@Nullable OfLogin login;
    private boolean loggedOut;
    private volatile boolean stopped;

    Incoming(Commands commands, OneChatListener listener) {
        this.commands = commands;
        this.listener = listener;
    }

    @Override
    public void payload(byte[] octets, int offset, int length) {
        if (stopped || loggedOut || fault != null) {
            return;
        }
        try {
            Optional<Message> message = decoder.decode(octets, offset, length);
            if (message.isPresent()) {
                take(message.get());
            }
        } catch (MalformedPayloadException e) {
            fault = e;
        }
    }

    private void take(Message message) throws MalformedPayloadException {
        switch (message.cmd()) {
            case ACK -> acked((Message.Acked) message);
            case ERROR -> refused((Message.Refused) message);
            case CREATE -> tell(l -> l.created((Message.Created) message));
            case JOIN -> tell(l -> l.joined((Message.Joined) message));
            case LEAVE -> tell(l -> l.left((Message.Left) message));
            case OFFER, ANSWER, CANDIDATE -> relayed(decoder.content((Message.Relayed) message));
            case LOGIN, LOGOUT, PING -> throw new AssertionError("no message of the server's");
        }
    }

    private void acked(Message.Acked acked) {
        if (acked.additions() instanceof Message.OfLogin first) {
            login = first;
        }
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

    /** Tells that the connection is gone, and why. */
    void closed(Closed.How how, @Nullable Exception cause) {
        tell(l -> l.closed(new Closed(how, error, cause)));
    }

    /** What the server said to the login, or null before. */
    Message.@Nullable OfLogin login() {
        return login;
    }

    /** Whether the server acked a logout. */
    boolean isLoggedOut() {
        return loggedOut;
    }

    /** Throws the fault that the last payloads brought, if any. */
    void throwFault() throws MalformedPayloadException {
        if (fault != null) {
            throw fault;
        }
    }
}

package onechat.protocol.client;

import onechat.protocol.Message;
import onechat.protocol.RelayedContent;

/**
 * What happens to a client without its asking, in the order that the server said it. Called by one thread, the client's reader, which reads on only
 * after a method returns: none may wait for long, and none may wait for a reply; all may call any method of the client.
 *
 * <p>Every method does nothing unless it is overridden. What one throws goes to the reader thread's uncaught exception handler, and the
 * client goes on.
 */
public interface OneChatListener {
    /** Somebody rings (contract section 5.1): join the room's call to accept, leave it to decline. */
    default void created(Message.Created ring) {}

    /** Somebody joined a call, or the user took it on another device, so that this one stops ringing (section 5.2). */
    default void joined(Message.Joined joined) {}

    /** Somebody left a call, or is no longer rung (section 5.3). */
    default void left(Message.Left left) {}

    /** Another participant's offer (section 5.4). */
    default void offer(RelayedContent.Offer offer) {}

    /** Another participant's answer (section 5.4). */
    default void answer(RelayedContent.Answer answer) {}

    /** Another participant's ICE candidate (section 5.4). */
    default void candidate(RelayedContent.Candidate candidate) {}

    /** An error that is the reply to no command under way (section 7); often the connection ends after it. */
    default void refused(Message.Refused error) {}

    /**
     * The connection broke, and the client dials until it can resume its session (section 4). Calls go on; commands may be sent, and wait
     * with those under way. {@link #resumed} follows, or {@link #closed}.
     */
    default void reconnecting() {}

    /**
     * The session goes on over another connection. Everything that the server sent meanwhile has been told before, and every command without a
     * reply is sent again.
     */
    default void resumed() {}

    /**
     * The connection is gone for good, whoever ended it. Called exactly once, last; every reply still awaited has failed before. After
     * {@link Closed.How#LOST} and {@link Closed.How#SESSION_LOST} it is worth connecting anew.
     */
    default void closed(Closed closed) {}
}

package onechat.gateway.session;

import java.util.ArrayList;
import java.util.List;
import onechat.protocol.Cmd;
import onechat.protocol.ErrorCode;

/** Writes down what it is told. Used by many threads at once. */
final class CountedEvents implements SessionObserver {
    private final List<String> events = new ArrayList<>();

    private synchronized void add(String event) {
        events.add(event);
    }

    /** Everything of one kind so far, in order. */
    synchronized List<String> of(String kind) {
        return events.stream()
                .filter(event -> event.startsWith(kind + " "))
                .map(event -> event.substring(kind.length() + 1))
                .toList();
    }

    @Override
    public void command(Cmd cmd) {
        add("command " + cmd);
    }

    @Override
    public void error(ErrorCode code) {
        add("error " + code);
    }

    @Override
    public void loggedIn() {
        add("login ok");
    }

    @Override
    public void loginRefused(ErrorCode code) {
        add("login " + code);
    }

    @Override
    public void resume(Resume outcome) {
        add("resume " + outcome);
    }

    @Override
    public void disconnected(Disconnect reason) {
        add("disconnected " + reason);
    }

    @Override
    public void relayed(long nanos) {
        add("relayed " + nanos);
    }
}

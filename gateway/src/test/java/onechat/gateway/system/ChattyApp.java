package onechat.gateway.system;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import onechat.protocol.IceCandidate;
import onechat.protocol.Message;
import onechat.protocol.Peer;
import onechat.protocol.RelayedContent;
import onechat.protocol.client.ClientOptions;
import onechat.protocol.client.Closed;
import onechat.protocol.client.OneChatClient;
import onechat.protocol.client.OneChatListener;

/** A native app that sends numbered candidates to everybody in its call, and writes down what it hears. The test's thread asks, the client's brings the answers. */
final class ChattyApp implements OneChatListener, AutoCloseable {
    private final OneChatClient client;
    private final Map<Long, List<Integer>> heard = new TreeMap<>();
    private final List<String> events = new ArrayList<>();

    ChattyApp(int port, String name) throws IOException {
        client = OneChatClient.connect(ClientOptions.of("127.0.0.1", port), this);
        client.login(name, name, "phone").join();
    }

    OneChatClient client() {
        return client;
    }

    CompletableFuture<?> says(long room, long to, int number) {
        return client.candidate(Peer.in(room, to), new IceCandidate("candidate:" + number, 0, null, null));
    }

    /** The numbers that came from each user, in the order they came. */
    synchronized Map<Long, List<Integer>> heard() {
        Map<Long, List<Integer>> copy = new TreeMap<>();
        heard.forEach((from, numbers) -> copy.put(from, List.copyOf(numbers)));
        return copy;
    }

    /** Whether it was away or back, whom it saw come and go, and how it ended, in order. */
    synchronized List<String> events() {
        return List.copyOf(events);
    }

    private synchronized void note(String event) {
        events.add(event);
    }

    @Override
    public synchronized void candidate(RelayedContent.Candidate candidate) {
        int number = Integer.parseInt(candidate.candidate().candidate().substring("candidate:".length()));
        heard.computeIfAbsent(candidate.from().user(), from -> new ArrayList<>())
                .add(number);
    }

    @Override
    public void joined(Message.Joined joined) {
        note("joined " + joined.from());
    }

    @Override
    public void left(Message.Left left) {
        note("left " + left.from());
    }

    @Override
    public void reconnecting() {
        note("reconnecting");
    }

    @Override
    public void resumed() {
        note("resumed");
    }

    @Override
    public void closed(Closed closed) {
        note("closed " + closed.how());
    }

    @Override
    public void close() {
        client.close();
    }
}

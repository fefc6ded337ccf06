package onechat.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Three clients in one room of a real server, on networks that break; runs scripts, and says what must hold at their end. Confined to one thread. */
final class CutWorld {
    static final List<String> NAMES = List.of("alice", "bob", "carol");
    private static final int ALL = Integer.MAX_VALUE;
    /** How long a failure takes, never whether a test passes. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final LocalServer server = new LocalServer(0, SessionOptions.DEFAULT_MAX_OUTBOX_BYTES);
    private final List<ScriptedClient> clients = new ArrayList<>();
    private final List<CutLink> given = new ArrayList<>();
    private final Deque<Fuse> fuses = new ArrayDeque<>();
    private int content;
    private int cuts;

    /** A cut of a client's network once that many octets have arrived at one side; the next of several is lit when this one has blown. */
    record Fuse(int client, boolean atServer, int octets, boolean noticed) {}

    /** @param eager whether the clients send what has no reply before they know what is replayed */
    CutWorld(boolean eager) {
        for (int i = 0; i < NAMES.size(); i++) {
            clients.add(new ScriptedClient(server, NAMES.get(i), i + 1, eager));
        }
        arriveAll();
    }

    ScriptedClient client(int number) {
        return clients.get(number);
    }

    int cuts() {
        return cuts;
    }

    /** Cuts a network at a certain octet from now on. */
    void light(Fuse fuse) {
        fuses.add(fuse);
    }

    /** Runs a step, whereafter everybody comes back and everything arrives. */
    void runAndArrive(CutStep step) {
        run(step);
        arriveAll();
    }

    private void arrive(int number, boolean atServer, int octets) {
        ScriptedClient client = client(number);
        Fuse fuse = fuses.peek();
        boolean lit = fuse != null && fuse.client() == number && fuse.atServer() == atServer;
        int going = atServer ? client.link().goingUp() : client.link().goingDown();
        int arriving = Math.min(octets, going);
        int moved = lit ? Math.min(arriving, fuse.octets()) : arriving;
        if (atServer) {
            client.link().arriveUp(moved);
        } else {
            client.hears(moved);
        }
        if (lit) {
            fuses.remove();
            if (moved < fuse.octets() || arriving == 0) {
                fuses.addFirst(new Fuse(number, atServer, fuse.octets() - moved, fuse.noticed()));
            } else {
                cut(number, fuse.noticed());
            }
        }
        settle();
    }

    void run(CutStep step) {
        switch (step) {
            case CutStep.Says(int client, String cmd) -> client(client).says(cmd);
            case CutStep.Relays(int client, int to, int count) -> {
                for (int i = 0; i < count; i++) {
                    client(client).relays(client(to).user(), ++content);
                }
            }
            case CutStep.Pings(int client) -> client(client).pings();
            case CutStep.Arrives(int client, boolean atServer, int octets) -> arrive(client, atServer, octets);
            case CutStep.Cut(int client, boolean noticed) -> cut(client, noticed);
            case CutStep.Reconnects(int client) -> reconnect(client(client));
            case CutStep.Wait(int seconds) -> server.passAndSweep(Duration.ofSeconds(seconds));
        }
        settle();
    }

    private void cut(int client, boolean noticed) {
        CutLink link = client(client).link();
        cuts++;
        link.cut();
        if (noticed) {
            link.serverNotices();
        }
    }

    private void reconnect(ScriptedClient client) {
        if (!client.link().isUsable()) {
            given.add(client.link());
            client.connect();
        }
    }

    /** Lets the server's writers come to rest, and its edges tell of what was closed. */
    private void settle() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (server.sessions.outboxBytes() != 0) {
            assertThat(System.nanoTime() - deadline)
                    .as("the writers come to rest")
                    .isNegative();
            Thread.onSpinWait();
        }
        for (ScriptedClient client : clients) {
            if (client.link().isClosedByServer()) {
                client.link().serverNotices();
            }
        }
        given.removeIf(link -> {
            if (link.isClosedByServer()) {
                link.serverNotices();
            }
            return link.isClosedByServer();
        });
    }

    /** Lets everybody come back, and everything arrive. */
    private void arriveAll() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - deadline < 0) {
            boolean quiet = true;
            for (int number = 0; number < clients.size(); number++) {
                ScriptedClient client = client(number);
                reconnect(client);
                arrive(number, true, ALL);
                arrive(number, false, ALL);
                quiet &= !client.hasUnanswered() && client.link().isUsable();
            }
            if (quiet && clients.stream().allMatch(client -> client.link().goingDown() == 0)) {
                return;
            }
            Thread.onSpinWait(); // a writer is about to close
        }
        throw new AssertionError("the world does not come to rest");
    }

    /** Everything arrives; what everybody knows is the truth, and whatever was acked came once and in order. */
    void end() {
        arriveAll();
        Set<Long> participants = new TreeSet<>(server.calls.usersIn(ScriptedClient.ROOM));
        for (ScriptedClient client : clients) {
            Set<Long> others = new TreeSet<>(participants);
            boolean takesPart = others.remove(client.user());
            assertThat(client.members != null)
                    .as("%s knows whether it takes part", client.user())
                    .isEqualTo(takesPart);
            if (takesPart) {
                assertThat(client.members)
                        .as("whom %s knows to take part", client.user())
                        .isEqualTo(others);
            }
            clients.forEach(other -> checkRelays(client, other));
        }
    }

    private static void checkRelays(ScriptedClient sender, ScriptedClient receiver) {
        List<Integer> came = receiver.heard.getOrDefault(sender.user(), List.of());
        assertThat(came)
                .as("relays from %s to %s", sender.user(), receiver.user())
                .doesNotHaveDuplicates()
                .isSorted();
        sender.relays.forEach((content, fate) -> {
            if (fate.to() == receiver.user()) {
                switch (fate.state()) {
                    case REFUSED -> assertThat(came).doesNotContain(content);
                    case ACKED -> {
                        if (receiver.sessionsLost == 0) {
                            assertThat(came).contains(content);
                        }
                    }
                    case UNKNOWN ->
                        assertThat(sender.sessionsLost)
                                .as("relay %s has no reply", content)
                                .isPositive();
                }
            } else {
                assertThat(came).doesNotContain(content);
            }
        });
    }
}

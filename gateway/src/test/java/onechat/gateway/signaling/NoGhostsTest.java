package onechat.gateway.signaling;

import static java.lang.Thread.State.BLOCKED;
import static java.lang.Thread.State.TERMINATED;
import static onechat.gateway.signaling.RuledRoom.ALICE;
import static onechat.gateway.signaling.RuledRoom.BOB;
import static onechat.gateway.signaling.RuledRoom.ROOM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import onechat.protocol.Command;
import onechat.protocol.LeaveReason;
import org.junit.jupiter.api.Test;

/** Whoever is gone is in no call, however its commands and its end fall together (contract section 5). */
class NoGhostsTest {
    private static final int ROUNDS = 2_000;

    private final Devices devices = new Devices(16);
    private final Calls calls = new Calls(new CallRules(16, Duration.ofSeconds(60)), CallObserver.NONE);
    private final MessageLog log = new MessageLog();
    private final Signaling signaling =
            new Signaling(devices, room -> Set.of(ALICE, BOB), calls, user -> List.of(), () -> 0);

    private Device online(long user) {
        Device device = new Device(user, null, new SilentInbox());
        devices.admit(device, () -> {});
        return device;
    }

    private void goes(Device device) {
        signaling.departed(device, LeaveReason.DISCONNECTED, null, log);
        devices.remove(device);
    }

    /** Runs all at the same moment, and waits for their end. */
    private static void together(ExecutorService threads, List<Runnable> all) throws Exception {
        CyclicBarrier start = new CyclicBarrier(all.size());
        List<Future<?>> ends = new ArrayList<>();
        for (Runnable each : all) {
            ends.add(threads.submit(() -> {
                start.await();
                each.run();
                return null;
            }));
        }
        for (Future<?> end : ends) {
            end.get();
        }
    }

    @Test
    void afterEveryoneIsLostInTheMiddleOfCreatingAndJoiningNoCallIsLeft() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int round = 0; round < ROUNDS; round++) {
                Device alice = online(ALICE);
                Device bob = online(BOB);
                together(
                        threads,
                        List.of(
                                () -> signaling.carryOut(alice, new Command.Create(ROOM, null), log),
                                () -> signaling.carryOut(bob, new Command.Join(ROOM, null), log),
                                () -> goes(alice),
                                () -> goes(bob)));

                assertThat(calls.underWay()).isZero();
                assertThat(calls.ringTimers()).isZero();
                assertThat(alice.rooms()).isEmpty();
                assertThat(bob.rooms()).isEmpty();
            }
        }
    }

    @Test
    void whoeverEndsALostDeviceFindsItOutOfAllItsCallsThoughAnotherBeganToEndIt() throws Exception {
        Device alice = online(ALICE);
        Device bob = online(BOB);
        for (long room : new long[] {1, 2}) {
            signaling.carryOut(alice, new Command.Create(room, null), log);
            signaling.carryOut(bob, new Command.Join(room, null), log);
        }
        Gate gate = new Gate();
        Thread first = Thread.ofPlatform().daemon().start(() -> {
            signaling.departed(alice, LeaveReason.DISCONNECTED, null, (to, message) -> gate.pass());
        });
        gate.awaitReached();
        List<Long> found = new ArrayList<>();
        Thread second = Thread.ofPlatform().daemon().start(() -> {
            signaling.departed(alice, LeaveReason.DISCONNECTED, null, log);
            found.addAll(calls.usersIn(2));
        });
        await().until(() -> Set.of(BLOCKED, TERMINATED).contains(second.getState()));

        gate.open();
        first.join();
        second.join();
        assertThat(found).containsExactly(BOB);
        assertThat(alice.rooms()).isEmpty();
    }
}

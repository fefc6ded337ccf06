package onechat.gateway.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import onechat.gateway.signaling.Call.Participant;
import onechat.gateway.signaling.Call.Ring;

/** What holds after every event: the calls are the model's, and every client knows them. Immutable. */
record WorldCheck(Calls calls, Map<Long, ModelCall> model, Map<Device, Map<Long, DeviceView>> views, long nowNanos) {
    void check() {
        model.forEach(this::checkCall);
        views.forEach(this::checkDevice);
        long underWay = model.values().stream()
                .filter(call -> !call.participants().isEmpty())
                .count();
        long ringing = model.values().stream()
                .filter(call -> !call.deadlines().isEmpty())
                .count();
        assertThat(calls.underWay()).isEqualTo((int) underWay);
        assertThat(calls.ringTimers()).isEqualTo((int) ringing);
    }

    private void checkCall(long room, ModelCall expected) {
        Call call = calls.callIn(room);
        if (call == null) {
            assertThat(expected.participants()).isEmpty();
            assertThat(expected.deadlines()).isEmpty();
            return;
        }
        assertThat(call.participants().stream().map(Participant::device))
                .containsExactlyElementsOf(expected.participants());
        assertThat(call.participants().stream().map(Participant::user)).doesNotHaveDuplicates();
        assertThat(call.rings().stream().map(Ring::callee)).doesNotHaveDuplicates();
        Map<Long, Long> deadlines = new TreeMap<>();
        call.rings().forEach(ring -> deadlines.put(ring.callee(), ring.deadlineNanos()));
        assertThat(deadlines).isEqualTo(expected.deadlines());
        assertThat(deadlines.keySet()).doesNotContainAnyElementsOf(expected.users());
    }

    private void checkDevice(Device device, Map<Long, DeviceView> rooms) {
        Set<Long> takesPartIn = new TreeSet<>();
        rooms.forEach((room, view) -> {
            ModelCall call = Objects.requireNonNull(model.get(room));
            assertThat(view.takesPart()).isEqualTo(call.has(device));
            if (view.takesPart()) {
                takesPartIn.add(room);
                Set<Long> others = new TreeSet<>(call.users());
                others.remove(device.user());
                assertThat(view.roster()).isEqualTo(others);
            }
            Long deadline = call.deadlines().get(device.user());
            if (deadline == null || deadline > nowNanos) { // else it may or may not have been rung, and is soon told
                assertThat(view.isRinging()).isEqualTo(deadline != null);
            }
        });
        assertThat(device.rooms()).containsExactlyInAnyOrder(takesPartIn.toArray(Long[]::new));
    }
}

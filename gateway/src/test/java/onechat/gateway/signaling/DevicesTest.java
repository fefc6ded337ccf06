package onechat.gateway.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import onechat.gateway.signaling.Devices.Admitted;
import onechat.gateway.signaling.Devices.NameTaken;
import onechat.gateway.signaling.Devices.TooMany;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which devices may be online together (contract section 3). */
class DevicesTest {
    private static final long ALICE = 1;
    private static final long BOB = 2;

    private final Devices devices = new Devices(2);

    private static Device device(long user, @Nullable String name) {
        return new Device(user, name, new SilentInbox());
    }

    private Devices.Admission admit(Device device) {
        return devices.admit(device, () -> {});
    }

    @Test
    void devicesOfAUserAreOnlineInTheOrderOfTheirLogins() {
        Device phone = device(ALICE, "phone");
        Device laptop = device(ALICE, "laptop");
        assertThat(admit(phone)).isEqualTo(new Admitted());
        assertThat(admit(laptop)).isEqualTo(new Admitted());

        assertThat(devices.devicesOf(ALICE)).containsExactly(phone, laptop);
        assertThat(devices.devicesOf(BOB)).isEmpty();
        assertThat(devices.usersOnline()).isEqualTo(1);
    }

    @Test
    void oneDeviceTooManyIsNotAdmittedBeforeAnotherIsGone() {
        Device phone = device(ALICE, "phone");
        Device laptop = device(ALICE, null);
        Device tablet = device(ALICE, null);
        admit(phone);
        admit(laptop);
        assertThat(admit(tablet)).isEqualTo(new TooMany());
        assertThat(devices.devicesOf(ALICE)).containsExactly(phone, laptop);
        assertThat(admit(device(BOB, "phone"))).as("of another user").isEqualTo(new Admitted());

        devices.remove(phone);
        assertThat(admit(tablet)).isEqualTo(new Admitted());
        assertThat(devices.devicesOf(ALICE)).containsExactly(laptop, tablet);
    }

    @Test
    void aNameThatIsTakenIsSaidByWhomAlsoWhereThereAreTooMany() {
        Device phone = device(ALICE, "phone");
        Device phoneAgain = device(ALICE, "phone");
        admit(phone);
        admit(device(ALICE, "laptop"));
        assertThat(admit(phoneAgain)).isEqualTo(new NameTaken(phone));
        assertThat(admit(device(BOB, "phone"))).as("of another user").isEqualTo(new Admitted());

        devices.remove(phone);
        assertThat(admit(phoneAgain)).isEqualTo(new Admitted());
    }

    @Test
    void devicesWithoutANameDoNotTakeEachOthersPlace() {
        assertThat(admit(device(ALICE, null))).isEqualTo(new Admitted());
        assertThat(admit(device(ALICE, null))).isEqualTo(new Admitted());
    }

    @Test
    void whatComesFirstHappensBeforeTheDeviceCanBeSeenAndOnlyWhenItIsAdmitted() {
        Device phone = device(ALICE, "phone");
        List<List<Device>> seen = new ArrayList<>();
        devices.admit(phone, () -> seen.add(devices.devicesOf(ALICE)));
        devices.admit(device(ALICE, "phone"), () -> seen.add(devices.devicesOf(ALICE)));

        assertThat(seen).containsExactly(List.of());
    }

    @Test
    void aDeviceThatIsNotOnlineIsRemovedInVain() {
        Device phone = device(ALICE, "phone");
        admit(phone);
        devices.remove(device(ALICE, "phone"));
        devices.remove(device(BOB, "phone"));
        assertThat(devices.devicesOf(ALICE)).containsExactly(phone);

        devices.remove(phone);
        devices.remove(phone);
        assertThat(devices.devicesOf(ALICE)).isEmpty();
        assertThat(devices.usersOnline())
                .as("nothing is kept of who is offline")
                .isZero();
    }

    @Test
    void ofManyLoginsAtOnceNoMoreAreAdmittedThanAllowed() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int round = 0; round < 500; round++) {
                Devices fresh = new Devices(2);
                List<Future<Devices.Admission>> admissions = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    admissions.add(threads.submit(() -> fresh.admit(device(ALICE, null), () -> {})));
                }
                List<Devices.Admission> all = new ArrayList<>();
                for (Future<Devices.Admission> each : admissions) {
                    all.add(each.get());
                }
                assertThat(all).containsExactlyInAnyOrder(new Admitted(), new Admitted(), new TooMany(), new TooMany());
                assertThat(fresh.devicesOf(ALICE)).hasSize(2);
            }
        }
    }

    @Test
    void aUserHasAtLeastOneDevice() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Devices(0));
    }
}

package onechat.gateway.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import onechat.gateway.session.LoginRefusedException;
import onechat.gateway.session.UserRooms.RoomEntry;
import onechat.protocol.Command.Password;
import org.junit.jupiter.api.Test;

class DemoDirectoryTest {
    @Test
    void fourUsersLogInWithTheirNamesAndShareTwoRooms() throws Exception {
        try (Directory directory = DemoDirectory.open();
                PasswordChecks checks = new PasswordChecks()) {
            PasswordAuthenticator authenticator = new PasswordAuthenticator(directory, checks, false);
            String[] names = {"alice", "bob", "carol", "dave"};
            for (int i = 0; i < names.length; i++) {
                assertThat(authenticator.authenticate(new Password(names[i], names[i]), "127.0.0.1"))
                        .isEqualTo(i + 1);
            }
            RoomEntry demo = new RoomEntry(1, "demo");
            assertThat(directory.roomsOf(1)).containsExactly(demo, new RoomEntry(2, "pair"));
            assertThat(directory.roomsOf(4)).containsExactly(demo);
            assertThat(directory.membersOf(1)).containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
            assertThat(directory.membersOf(2)).containsExactlyInAnyOrder(1L, 2L);
            assertThat(directory.namedMembersOf(2).names()).isEqualTo(Map.of(1L, "alice", 2L, "bob"));
            assertThatThrownBy(() -> authenticator.authenticate(new Password("alice", "bob"), "127.0.0.1"))
                    .isInstanceOf(LoginRefusedException.class);
        }
    }

    @Test
    void twoDemosHaveNothingInCommon() throws Exception {
        try (Directory first = DemoDirectory.open()) {
            DemoDirectory.open().close();
            assertThat(first.membersOf(2)).hasSize(2);
        }
    }
}

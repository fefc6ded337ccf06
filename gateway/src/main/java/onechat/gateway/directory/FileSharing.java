package onechat.gateway.directory;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.h2.engine.SysProperties;

/**
 * Decides whether other processes may work on an embedded database while one has its file open. Stateless.
 *
 * <p>H2 lets them in by a TCP port of the process that has it open, and writes the key of that port into a file beside the
 * database. The port must be on loopback, which H2 does not do by itself, and the key be nobody else's to read: whoever has it
 * and is let in as the database's user can run code in the process.
 */
final class FileSharing {
    /** What H2 says of a file that another process has open and does not share. */
    static final int OPEN_ELSEWHERE = 90_020;

    private static final String BIND_ADDRESS = "h2.bindAddress";
    private static final Set<PosixFilePermission> OWNERS = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private FileSharing() {}

    /** Whether the file of the database can be shared safely; creates its folder, closed to others, where it does not exist. */
    static boolean isSafe(DirectoryOptions options) {
        EmbeddedFile file = EmbeddedFile.of(options);
        String settings = options.url().toUpperCase(Locale.ROOT);
        // These two exclude sharing.
        return file != null
                && !settings.contains(";FILE_LOCK=")
                && !settings.contains(";ACCESS_MODE_DATA=")
                && isClosedToOthers(file, !options.password().get().isEmpty())
                && listensOnLoopback();
    }

    /** Whether the connection leads into another process, which has the database open. */
    static boolean isElsewhere(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT CLIENT_ADDR FROM INFORMATION_SCHEMA.SESSIONS"
                        + " WHERE SESSION_ID = SESSION_ID() AND CLIENT_ADDR IS NOT NULL")) {
            return rows.next();
        }
    }

    private static boolean isClosedToOthers(EmbeddedFile file, boolean password) {
        try {
            Path folder = file.folder();
            if (folder == null
                    || !folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                return password;
            }
            if (!Files.exists(folder)) {
                Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNERS));
            }
            return password || OWNERS.containsAll(Files.getPosixFilePermissions(folder));
        } catch (IOException e) {
            // Opening the database will say what is wrong.
            return false;
        }
    }

    /** H2 reads the property once, with the first use of this class of its own. */
    private static boolean listensOnLoopback() {
        if (System.getProperty(BIND_ADDRESS) == null) {
            System.setProperty(BIND_ADDRESS, "127.0.0.1");
        }
        String address = SysProperties.BIND_ADDRESS;
        try {
            return address != null && InetAddress.ofLiteral(address).isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}

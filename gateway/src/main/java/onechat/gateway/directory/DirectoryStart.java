package onechat.gateway.directory;

import java.sql.Connection;
import java.sql.SQLException;

/** Makes a database fit for a directory, or finds in what it is not. Confined to one thread, and used once. */
final class DirectoryStart implements Database.Preparation {
    private final DirectoryQueries queries;
    private final boolean tokens;
    private boolean passwords;

    DirectoryStart(DirectoryOptions options) {
        this.queries = options.queries();
        this.tokens = options.tokens();
    }

    @Override
    public void prepare(Connection connection) throws SQLException, DirectoryStartException {
        boolean ofOneChat = queries.readOneChatTables();
        if (ofOneChat) {
            Schema.createWhereEmpty(connection, tokens);
        }
        passwords = !tokens || hasOwnUserQuery() || Schema.hasUsers(connection);
        if (ofOneChat) {
            TableCheck.check(connection, passwords);
        }
        QueryCheck.check(connection, queries, passwords);
    }

    private boolean hasOwnUserQuery() {
        return !queries.userByName().equals(DirectoryQueries.OF_ONECHAT.userByName());
    }

    /** Whether the database can be asked for users and their digests; known once it is prepared. */
    boolean passwords() {
        return passwords;
    }
}

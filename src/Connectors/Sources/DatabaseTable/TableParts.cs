using Microsoft.Extensions.Logging;

namespace CreditHub.Connectors.Sources.DatabaseTable;

/// <summary>What the source of a table works with.</summary>
internal sealed record TableParts(TableSql Sql, RowMarker Marker, MarkNotes Notes, TimeProvider Time, ILogger Logger);

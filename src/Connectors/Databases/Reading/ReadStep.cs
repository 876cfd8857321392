namespace CreditHub.Connectors.Databases.Reading;

/// <summary>How far a question had come when it failed.</summary>
internal enum ReadStep
{
    Connect,
    Ask,
    Read,
}

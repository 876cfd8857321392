namespace CreditHub.Pipelines.Model;

/// <summary>
/// The one exception that leaves a source, decoder or platform. <see cref="OperatorMessage"/> says in Chinese or English what
/// a person should do and never holds values of records, tokens or bodies; the inner exception says what happened.
/// </summary>
public sealed class ConnectorException(FailureKind kind, string operatorMessage, Exception? inner = null)
    : Exception(operatorMessage, inner)
{
    /// <summary>Decides whether the work is retried, paused or set aside.</summary>
    public FailureKind Kind { get; } = kind;

    /// <summary>What to do, for the administrator. Free of personal data.</summary>
    public string OperatorMessage { get; } = operatorMessage;
}

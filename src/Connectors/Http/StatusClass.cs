using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Http;

/// <summary>What an HTTP status means for somebody who only asks for data.</summary>
internal static class StatusClass
{
    /// <summary>Null for 200. Redirects are never followed and count as a wrong address.</summary>
    public static FailureKind? OfQuery(int status) => status switch
    {
        200 => null,
        408 or 425 or 429 or >= 500 => FailureKind.Transient,
        _ => FailureKind.Config,
    };
}

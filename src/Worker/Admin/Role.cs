namespace CreditHub.Worker.Admin;

/// <summary>What a key may do; each includes the ones before.</summary>
internal enum Role
{
    /// <summary>Look at states and counts; no personal data.</summary>
    Viewer,

    /// <summary>Also start runs.</summary>
    Operator,

    /// <summary>Also start full runs.</summary>
    Admin,
}

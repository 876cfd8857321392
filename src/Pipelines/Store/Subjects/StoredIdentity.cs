namespace CreditHub.Pipelines.Store.Subjects;

/// <summary>What a stored version says about whom it is about. Content is null for a withdrawal; both byte arrays are UTF-8.</summary>
internal readonly record struct StoredIdentity(long VersionNo, long RecordNo, short DatasetNo, byte[] SubjectId, byte[]? Content, DateOnly StoredOn);

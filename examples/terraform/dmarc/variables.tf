variable "domain" {
  description = "The domain, in A-labels, without a final dot"
  type        = string
  validation {
    condition     = can(regex("^([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?\\.)+[a-z0-9-]{2,63}$", var.domain))
    error_message = "domain must be lower case, in A-labels, without a final dot."
  }
}

variable "phase" {
  description = "The phase of the rollout: monitor, quarantine, reject …, or rollback for the record before"
  type        = string
}

variable "rua" {
  description = "Where aggregate reports go: an address or a URI"
  type        = string
  default     = null
}

variable "evidence" {
  description = "A digest of aggregate reports (dmarcramp report export --digest)"
  type        = string
  default     = null
}

variable "zone" {
  description = "A zone file that answers before DNS"
  type        = string
  default     = null
}

variable "as_of" {
  description = "The day on which gates are judged; today when it is not given"
  type        = string
  default     = null
}

variable "config" {
  description = "dmarcramp.yaml"
  type        = string
  default     = null
}

variable "accept_unknown_gates" {
  description = "Ids of gates that may be unknown; open gates cannot be accepted"
  type        = list(string)
  default     = []
}

variable "program" {
  description = "How dmarcramp is called; a bare name is looked up in PATH"
  type        = list(string)
  default     = ["dmarcramp"]
}

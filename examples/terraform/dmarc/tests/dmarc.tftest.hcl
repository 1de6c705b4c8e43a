# `terraform test` in this folder. It needs dmarcramp in PATH and no network: zone files answer.
variables {
  domain = "example.com"
  zone   = "tests/example.com.zone"
  as_of  = "2026-11-22"
}

run "the_published_phase_is_allowed" {
  command = plan
  variables {
    phase = "monitor"
  }
  assert {
    condition     = output.record.value == "v=DMARC1; p=none; rua=mailto:dmarc@example.com"
    error_message = "another record than the published one: ${output.record.value}"
  }
}

run "a_phase_with_open_gates_is_refused" {
  command = plan
  variables {
    phase = "quarantine"
  }
  expect_failures = [output.record]
}

run "a_domain_with_a_final_dot_is_refused" {
  command = plan
  variables {
    domain = "example.com."
    phase  = "monitor"
  }
  expect_failures = [var.domain]
}
